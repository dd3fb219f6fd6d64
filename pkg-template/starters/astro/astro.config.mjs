import node from "@astrojs/node";

export default {
  output: "server",
  adapter: node({ mode: "standalone" }),
  devToolbar: { enabled: false },
  server: { port: Number(process.env.PORT ?? 4455) },
  vite: { optimizeDeps: { exclude: ["propylon"] } },
};
