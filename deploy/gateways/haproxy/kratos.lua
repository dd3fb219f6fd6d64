-- Asks Kratos who sends a request. Sets the variables `txn.kratos_status`, the status of Kratos' answer or
-- 502 if there is none, and `txn.kratos_identity`, the id of whoever is signed in.
core.register_action("kratos", { "http-req" }, function(txn, whoami)
	txn:set_var("txn.kratos_status", 502)
	local sent = txn.http:req_get_headers()
	local headers = { accept = { "application/json" } }
	-- A browser's session is in a cookie, a program's in one of the others.
	for _, name in ipairs({ "cookie", "authorization", "x-session-token" }) do
		for _, value in pairs(sent[name] or {}) do
			headers[name] = headers[name] or {}
			table.insert(headers[name], value)
		end
	end
	local answer = core.httpclient():get({ url = whoami, headers = headers, timeout = 5000 })
	if answer == nil or answer.status == nil or answer.status == 0 then
		return
	end
	local identity = (answer.headers or {})["x-kratos-authenticated-identity-id"]
	if answer.status == 200 and identity ~= nil then
		txn:set_var("txn.kratos_status", 200)
		txn:set_var("txn.kratos_identity", identity[0] or identity[1])
	elseif answer.status == 401 or answer.status == 403 then
		txn:set_var("txn.kratos_status", answer.status)
	end
end, 1)
