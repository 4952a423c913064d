// Runs before the first paint, as a file of its own because the pages' CSP forbids inline scripts:
// a chosen theme and language must not flash in after the defaults.
(() => {
  try {
    const theme = localStorage.getItem("parley.theme");
    if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
    const language = localStorage.getItem("parley.language");
    if (language) {
      document.documentElement.lang = language;
      document.documentElement.dir = language === "ar" ? "rtl" : "ltr";
    }
  } catch {
    // Storage may be blocked: the system's theme and language stand.
  }
})();
