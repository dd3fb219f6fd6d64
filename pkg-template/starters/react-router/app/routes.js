import { index, route } from "@react-router/dev/routes";

const kratos = ["self-service/*", "sessions/*", ".well-known/ory/*"].map((path) => route(path, "routes/kratos.js", { id: path }));

export default [index("routes/home.jsx"), route("login", "routes/login.jsx"), route("inbox", "routes/inbox.jsx"), ...kratos];
