import { createHandler, StartServer } from "@solidjs/start/server";

const Document = (props) => (
  <html lang="en">
    <head><meta charset="utf-8" /><link rel="icon" href="data:," />{props.assets}</head>
    <body><div id="app">{props.children}</div>{props.scripts}</body>
  </html>
);

export default createHandler(() => <StartServer document={Document} />);
