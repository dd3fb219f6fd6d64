import { testReact } from "./support/react.mjs";

testReact(["react", "react-dom", "scheduler"]);
