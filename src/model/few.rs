//! A list that is nearly always empty.
//!
//! Of a million claims some have answers and few sum anything up; a list of
//! this kind takes eight bytes where it is empty, half of what a boxed slice
//! takes. What is in it is read as a slice.

use std::ops::{Deref, DerefMut};

/// A list that costs next to nothing where it is empty.
#[derive(Debug, Clone, PartialEq, Eq)]
// Invariant: never an empty list in the box.
pub struct Few<T>(Option<Box<Box<[T]>>>);

impl<T> Default for Few<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<T> Deref for Few<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        self.0.as_ref().map_or(&[], |items| items)
    }
}

impl<T> DerefMut for Few<T> {
    fn deref_mut(&mut self) -> &mut [T] {
        self.0.as_mut().map_or(&mut [], |items| items)
    }
}

impl<T> From<Box<[T]>> for Few<T> {
    fn from(items: Box<[T]>) -> Self {
        Self((!items.is_empty()).then(|| Box::new(items)))
    }
}

impl<T> FromIterator<T> for Few<T> {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        Self::from(items.into_iter().collect::<Box<[T]>>())
    }
}

impl<'a, T> IntoIterator for &'a Few<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::Few;

    #[test]
    fn an_empty_list_takes_the_room_of_a_pointer() {
        assert_eq!(size_of::<Few<u32>>(), 8);
        let none: Few<u32> = [].into_iter().collect();
        assert_eq!(none, Few::default());
        let mut some: Few<u32> = [3, 4].into_iter().collect();
        some.iter_mut().for_each(|item| *item += 1);
        assert_eq!(some[..], [4, 5]);
    }
}
