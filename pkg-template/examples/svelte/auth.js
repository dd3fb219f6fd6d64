import { connect } from "propylon";

const url = import.meta.env.VITE_KRATOS_URL;

// Whoever is signed in stays on this page.
export const auth = await connect({ url, navigate: (event) => event.done && event.preventDefault() });
export const session = auth.session;
