import vue from "@vitejs/plugin-vue";

const isCustomElement = (tag) => tag.startsWith("kratos-");

export default { plugins: [vue({ template: { compilerOptions: { isCustomElement } } })] };
