// Renews the rotating code in place. Without this file the page reloads itself.
(function () {
  "use strict";
  const RETRY = 5;
  const screen = document.getElementById("code");

  function later(seconds) {
    window.setTimeout(renew, seconds * 1000);
  }

  function next() {
    const marked = screen.querySelector("[data-seconds]");
    if (marked) later(Number(marked.dataset.seconds));
  }

  async function renew() {
    try {
      const answer = await fetch("?part=1", { cache: "no-store" });
      if (answer.redirected) return window.location.reload(); // signed out meanwhile
      if (!answer.ok) throw new Error(answer.status);
      screen.innerHTML = await answer.text();
      next();
    } catch {
      later(RETRY); // the network of a village base comes and goes
    }
  }

  if (screen) next();
})();
