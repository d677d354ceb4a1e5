// How far a register file is: asked every second, and the page is drawn anew at the end.
(() => {
  const box = document.querySelector("[data-progress]");
  const ask = async () => {
    const answer = await fetch(box.dataset.progress, { credentials: "same-origin" });
    if (!answer.ok) return;
    const told = await answer.json();
    box.querySelector("progress").value = told.percent;
    box.querySelector("[data-done]").textContent = told.done;
    box.querySelector("[data-rows]").textContent = told.rows;
    if (told.moving) setTimeout(ask, 1000);
    else location.reload();
  };
  setTimeout(ask, 1000);
})();
