/** Light and dark: as the machine has it, until the switch says otherwise. */

const theme = document.getElementById("theme");
const machine = matchMedia("(prefers-color-scheme: dark)");
const page = document.documentElement.dataset;

theme.addEventListener("click", () => {
  const choice = theme.getAttribute("aria-pressed") === "true" ? "light" : "dark";
  localStorage.setItem("colours", choice);
  use(choice);
});
machine.addEventListener("change", () => use(page.colours));
use(localStorage.getItem("colours"));

function use(choice) {
  if (choice) page.colours = choice;
  const dark = choice ? choice === "dark" : machine.matches;
  theme.setAttribute("aria-pressed", String(dark));
}
