// The peer: the same two forms as a React app with Kratos' own client.
import { createRoot } from "react-dom/client";
import { Page } from "./Page";

const root = document.getElementById("root");
if (root) createRoot(root).render(<Page kind={location.pathname.includes("registration") ? "registration" : "login"} />);
