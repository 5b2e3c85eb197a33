// A button beside each text that is there to be copied.
for (const text of document.querySelectorAll("pre[data-copy]")) {
  const button = document.createElement("button");
  const words = document.getElementById(text.getAttribute("aria-labelledby"))?.textContent ?? "";
  button.type = "button";
  button.textContent = "Copy";
  button.setAttribute("aria-label", `Copy: ${words}`);
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text.textContent);
      button.textContent = "Copied";
    } catch {
      // Without leave to write there: it is marked, to be copied by hand.
      getSelection().selectAllChildren(text);
      button.textContent = "Marked";
    }
  });
  text.after(button);
}
