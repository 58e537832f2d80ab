/* Sends a package with a visible share of what has been sent; without script the form posts. */

const form = document.querySelector("[data-upload]");
const input = form.querySelector("input[type=file]");
const words = JSON.parse(form.dataset.words);
const progress = form.querySelector(".drop-progress");
const bar = progress.querySelector("progress");
const line = progress.querySelector("p");
const button = form.querySelector("button");

function say(sentence, share) {
  progress.hidden = false;
  line.textContent = sentence;
  if (share === null) bar.removeAttribute("value");
  else bar.value = share;
}

function failed(sentence) {
  say(sentence || words.failed, 0);
  button.disabled = false;
}

function refusal(request) {
  try {
    return JSON.parse(request.responseText).reason;
  } catch {
    return "";
  }
}

function send() {
  const request = new XMLHttpRequest();
  request.open("POST", form.action);
  request.setRequestHeader("Accept", "application/json");
  request.setRequestHeader("X-CSRF-Token", document.querySelector("meta[name=csrf-token]").content);
  request.upload.addEventListener("progress", (event) => {
    if (!event.lengthComputable) return;
    const share = Math.floor((100 * event.loaded) / event.total);
    say(words.sending.replace("%", `${share}%`), share);
  });
  request.upload.addEventListener("load", () => say(words.reading, null));
  request.addEventListener("error", () => failed());
  request.addEventListener("load", () => {
    if (request.status >= 400) failed(refusal(request));
    else window.location.assign(JSON.parse(request.responseText).report);
  });
  button.disabled = true;
  say(words.sending.replace("%", "0%"), 0);
  request.send(new FormData(form));
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  send();
});

for (const name of ["dragenter", "dragover"]) {
  form.addEventListener(name, (event) => {
    event.preventDefault();
    form.classList.add("is-over");
  });
}

form.addEventListener("dragleave", () => form.classList.remove("is-over"));

form.addEventListener("drop", (event) => {
  event.preventDefault();
  form.classList.remove("is-over");
  if (event.dataTransfer.files.length !== 1) return;
  input.files = event.dataTransfer.files;
});
