// The elements in React's JSX: `import type {} from "propylon/react"`.
import type { MarkupMap } from "./elements.js";

declare module "react" {
  namespace JSX {
    interface IntrinsicElements extends MarkupMap {}
  }
}
