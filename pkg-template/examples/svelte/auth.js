import { connect } from "propylon";

const url = import.meta.env.VITE_KRATOS_URL;

// Stay on this page after a sign-in.
export const auth = await connect({ url, navigate: (event) => event.done && event.preventDefault() });
export const session = auth.session;
