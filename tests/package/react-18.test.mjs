import { testReact } from "./support/react.mjs";

testReact([["react", "react-18"], ["react-dom", "react-dom-18"]]);
