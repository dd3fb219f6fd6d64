/** Whether a session's state is that of somebody who is signed in, for `aal2` with a second factor. */
export const reaches = ({ state, session }, aal) => state === "active" && (aal !== "aal2" || session.assuranceLevel === "aal2");
