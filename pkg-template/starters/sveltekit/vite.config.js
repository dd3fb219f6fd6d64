import adapter from "@sveltejs/adapter-node";
import { sveltekit } from "@sveltejs/kit/vite";

export default {
  plugins: [sveltekit({ adapter: adapter(), paths: { origin: process.env.APP_URL ?? "http://localhost:4455" } })],
  optimizeDeps: { exclude: ["propylon"] },
  server: { port: Number(process.env.PORT ?? 4455), strictPort: true },
};
