// Microsoft's generator asks for the compiler that had an interface for programs; the page is checked by a newer one.
const Module = require("node:module");
const resolve = Module._resolveFilename;
Module._resolveFilename = function (request, ...rest) {
  return resolve.call(this, request === "typescript" ? "typescript-classic" : request, ...rest);
};
