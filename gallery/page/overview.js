// The list of all stories, and the controls of how one is shown. All of it is in the address.
"use strict";
(() => {
  const at = (id) => document.getElementById(id);
  const [list, search, frame, controls] = ["list", "search", "frame", "controls"].map(at);
  let stories = [];

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
    link.textContent = story.id.slice(story.id.indexOf("/") + 1);
    if (story.id === chosen) link.setAttribute("aria-current", "page");
    const item = document.createElement("li");
    item.append(link);
    return item;
  };

  const draw = () => {
    const { id, view } = current();
    const words = search.value.toLowerCase().split(/\s+/);
    const found = stories.filter((story) => words.every((word) => story.id.toLowerCase().includes(word)));
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
  };

  controls.elements.theme.append(...window.THEMES.map(option));
  controls.addEventListener("change", () => {
    const view = Object.fromEntries(new FormData(controls));
    location.hash = address.write(current().id, view);
  });
  search.addEventListener("input", draw);
  addEventListener("hashchange", follow);
  addEventListener("message", ({ source, data }) => {
    if (source !== frame.contentWindow || stories.length > 0) return;
    stories = data.stories;
    controls.elements.lang.append(...data.languages.map(option));
    follow();
  });
  follow();
})();
