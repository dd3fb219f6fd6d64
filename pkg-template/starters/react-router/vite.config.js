import { reactRouter } from "@react-router/dev/vite";

export default {
  plugins: [reactRouter()],
  optimizeDeps: { exclude: ["propylon"] },
  server: { port: Number(process.env.PORT ?? 4455), strictPort: true },
};
