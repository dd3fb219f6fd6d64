// The elements' types for JSX in React: `import type {} from "propylon/react"`.
import type { MarkupMap } from "./elements.js";

declare module "react" {
  namespace JSX {
    interface IntrinsicElements extends MarkupMap {}
  }
}
