// The query page: Ctrl and Enter runs the query, the cursor goes to where a query
// cannot be read, and one that is too long for an address is posted. Without it the
// page does the same by hand.
const area = document.getElementById("query");
const form = area.form;

function run() {
  // As the address will have it; other servers on the way cut long ones off.
  const length = new URLSearchParams({ query: area.value }).toString().length;
  form.method = length > Number(form.dataset.postFrom) ? "post" : "get";
}
form.addEventListener("submit", run);
area.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    form.requestSubmit();
  }
});
document.getElementById("keys").hidden = false;

// Columns are counted in characters, the cursor in UTF-16.
const { line, column, width } = area.dataset;
if (line) {
  const lines = area.value.split("\n");
  const before = lines.slice(0, Number(line) - 1).join("\n");
  const start = before.length + (Number(line) > 1 ? 1 : 0);
  const here = Array.from(lines[Number(line) - 1] ?? "");
  const from = start + here.slice(0, Number(column) - 1).join("").length;
  const to = from + here.slice(Number(column) - 1, Number(column) - 1 + Number(width)).join("").length;
  area.focus();
  area.setSelectionRange(from, to);
}
