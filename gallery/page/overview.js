// The list of all stories, and the controls of how one is shown. All of it is in the address.
"use strict";
(() => {
  const at = (id) => document.getElementById(id);
  const [list, search, frame, controls] = ["list", "search", "frame", "controls"].map(at);
  const [file, opened, before, after] = ["recording", "opened", "before", "after"].map(at);
  let stories = [];
  /** The steps of the recording that is open. */
  let steps = [];

  const option = (value) => {
    const option = document.createElement("option");
    option.value = option.textContent = value;
    return option;
  };

  const current = () => {
    const { id, view } = address.read(location.hash);
    return { id: id || stories[0]?.id, view };
  };

  const item = (story, view, chosen) => {
    const link = document.createElement("a");
    link.href = address.write(story.id, view);
    const name = story.id.slice(story.id.indexOf("/") + 1);
    link.textContent = story.title ? `${name}. ${story.title}` : name;
    if (story.id === chosen) link.setAttribute("aria-current", "page");
    const item = document.createElement("li");
    item.append(link);
    return item;
  };

  const draw = () => {
    const { id, view } = current();
    const words = search.value.toLowerCase().split(/\s+/);
    const found = [...steps, ...stories].filter((story) => words.every((word) => story.id.toLowerCase().includes(word)));
    const groups = Map.groupBy(found, (story) => story.id.split("/")[0]);
    const drawn = [...groups].flatMap(([name, members]) => {
      const heading = document.createElement("h2");
      heading.textContent = `${name} (${members.length})`;
      const items = document.createElement("ul");
      items.append(...members.map((story) => item(story, view, id)));
      return [heading, items];
    });
    list.replaceChildren(...drawn);
    at("count").textContent = `${found.length} of ${stories.length} screens`;
  };

  const follow = () => {
    const { id, view } = current();
    for (const name in view) if (controls.elements[name]) controls.elements[name].value = view[name];
    frame.style.inlineSize = `${view.width}px`;
    frame.src = `frame.html${address.write(id ?? "", { ...view, width: undefined, focus: "off" })}`;
    at("alone").href = `frame.html${address.write(id ?? "", { ...view, width: undefined })}`;
    draw();
    tell();
  };

  const goTo = (place) => {
    location.hash = address.write(steps[place].id, current().view);
  };

  /** Says which step of the recording is shown, and where its page went. */
  const tell = () => {
    const place = steps.findIndex(({ id }) => id === current().id);
    before.disabled = place < 1;
    after.disabled = steps.length === 0 || place === steps.length - 1;
    if (place < 0) return;
    const { page, at: time, leftFor } = steps[place];
    const left = leftFor ? `, then to ${leftFor}` : "";
    opened.textContent = `Step ${place + 1} of ${steps.length}: page ${page}, after ${(time / 1000).toFixed(1)} s${left}`;
  };

  /** Opens a file. It is read and played in this page; nothing is sent. */
  const open = async (recording) => {
    if (recording) frame.contentWindow.postMessage({ recording: await recording.text() }, "*");
  };

  const show = ({ steps: played = [], unexplained = [], error }) => {
    steps = played;
    if (error || steps.length === 0) {
      opened.textContent = error ?? "The recording leads to no screen.";
      draw();
      return tell();
    }
    at("unexplained").replaceChildren(...unexplained.map((request) => {
      const item = document.createElement("li");
      item.textContent = `of no flow that was shown: ${request}`;
      return item;
    }));
    if (current().id === steps[0].id) follow();
    else goTo(0);
  };

  const placeOf = () => steps.findIndex(({ id }) => id === current().id);
  file.addEventListener("change", () => open(file.files[0]));
  before.addEventListener("click", () => goTo(placeOf() - 1));
  after.addEventListener("click", () => goTo(placeOf() + 1));
  addEventListener("dragover", (event) => event.preventDefault());
  // The frame would take what is dropped on it.
  addEventListener("dragenter", () => {
    frame.style.pointerEvents = "none";
  });
  addEventListener("drop", (event) => {
    event.preventDefault();
    frame.style.pointerEvents = "";
    open(event.dataTransfer.files[0]);
  });

  controls.elements.theme.append(...window.THEMES.map(option));
  controls.addEventListener("change", () => {
    const view = Object.fromEntries(new FormData(controls));
    location.hash = address.write(current().id, view);
  });
  search.addEventListener("input", draw);
  addEventListener("hashchange", follow);
  addEventListener("message", ({ source, data }) => {
    if (source !== frame.contentWindow) return;
    if (data.played) return show(data.played);
    if (stories.length > 0) return;
    stories = data.stories;
    controls.elements.lang.append(...data.languages.map(option));
    follow();
  });
  follow();
})();
