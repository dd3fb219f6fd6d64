export default {
  compatibilityDate: "2026-01-01",
  telemetry: false,
  css: ["propylon/styles.css"],
  app: { head: { htmlAttrs: { lang: "en" }, link: [{ rel: "icon", href: "data:," }] } },
  devServer: { port: 4455 },
  vite: { optimizeDeps: { exclude: ["propylon"] } },
};
