// The address of a request as the value of a query's key. nginx itself writes none: what comes after
// the first & of the address would be lost on the way to the sign-in.
function returnTo(request) {
  return encodeURIComponent("http://localhost:4455" + request.variables.request_uri);
}

export default { returnTo };
