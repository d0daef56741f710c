"use strict";
(async () => {
  const element = (id) => document.getElementById(id);
  const cookie = (name) =>
    document.cookie
      .split("; ")
      .filter((pair) => pair.startsWith(name + "="))
      .map((pair) => decodeURIComponent(pair.slice(name.length + 1)))[0] ?? "";
  element("sign-out").addEventListener("submit", () => {
    element("csrf").value = cookie("XSRF-TOKEN");
  });
  try {
    const answer = await fetch("/api/account", { headers: { accept: "application/json" } });
    if (!answer.ok) {
      throw new Error(String(answer.status));
    }
    const account = await answer.json();
    for (const name of ["email", "id", "status"]) {
      element(name).textContent = account[name] ?? "";
    }
    element("account").hidden = false;
  } catch {
    element("failed").hidden = false;
  }
})();
