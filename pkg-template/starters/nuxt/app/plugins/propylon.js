import { handOver } from "propylon/server";
import { propylon } from "propylon/vue";

export default defineNuxtPlugin(({ vueApp }) => {
  // What the server knows goes with the page.
  const session = useState("session", () => {
    const known = useRequestEvent()?.context.session;
    return known && handOver(known);
  });
  vueApp.use(propylon({ session: session.value }));
});
