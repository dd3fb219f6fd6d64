/**
 * @param {any} handover
 */
export function start(handover) {
    wasm.start(handover, wasm.memory.buffer);
}
function __wbg_get_imports() {
    const import0 = {
        __proto__: null,
        __wbg_focus_d5e2fdbdb56416f0: function() { return handleError(function (arg0) {
            arg0.focus();
        }, arguments); },
        __wbg_unused_0123456789abcdef: function(arg0) {
            return arg0.unused;
        },
        __wbg_value_35bdac076d738071: function(arg0, arg1) {
            // For one class.
            const ret = arg1.value;
            wasm.__wbindgen_export2(arg0, ret);
        },
        __wbg_value_df0a0e29a4d182fe: function(arg0, arg1) {
            // For another class.
            const ret = arg1.value;
            wasm.__wbindgen_export2(arg0, ret);
        },
        __wbg_value_e0f328965e184931: function(arg0) {
            return arg0.value;
        },
    };
    return {
        __proto__: null,
        "./site_bg.js": import0,
    };
}

let wasm;
function __wbg_finalize_init(instance, module) {
    wasm = instance.exports;
    wasm.__wbindgen_start();
    return wasm;
}

export { initSync, __wbg_init as default };
