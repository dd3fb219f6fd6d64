import { solidStart } from "@solidjs/start/config";
import { nitro } from "nitro/vite";

export default {
  plugins: [solidStart({ middleware: "./src/middleware.js" }), nitro()],
  // The second is for SolidStart's own overlay of errors, which does not load without it.
  optimizeDeps: { exclude: ["propylon"], include: ["@solidjs/start > @jridgewell/trace-mapping"] },
  server: { port: Number(process.env.PORT ?? 4455), strictPort: true },
};
