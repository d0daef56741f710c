"use strict";
(async () => {
  const show = (id) => {
    for (const other of ["waiting", "done", "failed"]) {
      document.getElementById(other).hidden = other !== id;
    }
  };
  const token = new URLSearchParams(location.search).get("token");
  history.replaceState(null, "", "/verify");
  if (!token) {
    show("failed");
    return;
  }
  try {
    const answer = await fetch("/api/registrations/verify", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ token }),
    });
    show(answer.ok ? "done" : "failed");
  } catch {
    show("failed");
  }
})();
