-- Drives a second Neovim, which has the configuration that users copy, with the keys that they
-- press. Started by `run`, which sets AMQ, EDITORS and WORKSPACE.

local passed, failed = 0, 0

local function say(text)
  io.stdout:write(text .. "\n")
end

local function ok(is, what, found)
  if is then
    passed = passed + 1
    say("ok   " .. what)
  else
    failed = failed + 1
    say("FAIL " .. what .. ": " .. vim.inspect(found))
  end
end

local workspace = assert(os.getenv("WORKSPACE"))
local server = string.format("let g:amq_cmd = ['%s', 'lsp', '--today', '2021-09-30']", os.getenv("AMQ"))
local ended -- with this code
local child = vim.fn.jobstart({
  vim.v.progpath, "--clean", "--embed", "--headless",
  "--cmd", "set runtimepath^=" .. os.getenv("EDITORS") .. "/neovim | set noswapfile completeopt=menuone | " .. server,
}, { rpc = true, cwd = workspace, on_exit = function(_, code) ended = code end })

local function lua(code, ...)
  return vim.rpcrequest(child, "nvim_exec_lua", code, { ... })
end

local function press(keys)
  vim.rpcrequest(child, "nvim_input", keys)
end

-- Waits until something is neither false nor nil nor an empty table; gives the last that it was.
local function wait(look)
  local found
  vim.wait(8000, function()
    found = look()
    return found and (type(found) ~= "table" or next(found) ~= nil)
  end, 30)
  return found
end

-- Takes the first of the choices that Neovim asks for.
local function choose()
  wait(function() return vim.rpcrequest(child, "nvim_get_mode").blocking end)
  press("1<CR>")
end

local function lines()
  return lua("return vim.api.nvim_buf_get_lines(0, 0, -1, false)")
end

local function said()
  return lua("return vim.tbl_map(function(it) return it.code .. ' ' .. it.lnum .. ':' .. it.col end, vim.diagnostic.get(0))")
end

local function is_said(wanted)
  return wait(function()
    return vim.deep_equal(said(), wanted)
  end)
end

local function main()
  local version = vim.version()
  say(string.format("# Neovim %d.%d.%d", version.major, version.minor, version.patch))
  press(":edit a.amq<CR>")
  ok(wait(function() return lua("return vim.bo.filetype") == "amq" end), "a file of queries is known as such")
  ok(is_said({ "AMQ205 3:12" }), "a mistake is told at its place", said())
  local shown = wait(function()
    return lua([[
      local found = {}
      for _, namespace in pairs(vim.diagnostic.get_namespaces()) do
        local underlined = namespace.user_data.underline_ns
        for _, mark in ipairs(underlined and vim.api.nvim_buf_get_extmarks(0, underlined, 0, -1, { details = true }) or {}) do
          if mark[4].hl_group == "DiagnosticUnderlineError" then
            table.insert(found, { mark[2], mark[3], mark[4].end_col })
          end
        end
      end
      return found]])
  end)
  ok(vim.deep_equal(shown, { { 3, 12, 15 } }), "it is underlined", shown)

  -- Hover: K opens a window.
  press("gg/funnel<CR>")
  -- While the command line is open the cursor is shown where it will be.
  wait(function() return vim.rpcrequest(child, "nvim_get_mode").mode == "n" and lua("return vim.fn.line('.')") == 7 end)
  -- Neovim closes the window where the cursor moves late, so it is asked for again.
  local asked = 0
  local window = wait(function()
    if vim.loop.now() - asked > 2000 then
      asked = vim.loop.now()
      press("K")
    end
    return lua([[
      for _, window in ipairs(vim.api.nvim_list_wins()) do
        if vim.api.nvim_win_get_config(window).relative ~= "" then
          local text = vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(window), 0, -1, false)
          return table.concat(text, "\n")
        end
      end
      return false]])
  end)
  ok(type(window) == "string" and window:find("2021-09-01 to 2021-09-30", 1, true), "hover shows the days of a query", { window, lua("return vim.fn.execute('messages')"), lua("return vim.fn.getcurpos()") })
  press("<Esc>l")

  -- Completion, accepted.
  press("gg/where<CR>A and pla<C-x><C-o>")
  ok(wait(function() return lua("return vim.fn.pumvisible()") == 1 end), "completion opens its menu")
  press("<C-y>")
  local accepted = wait(function() return lines()[8]:find("^  where $dutch and platform ?$") end)
  ok(accepted, "an item is accepted", lines())
  press("<Esc>:substitute/ *$/ is \"iOS\"/<CR>")
  ok(wait(function() return lines()[8] == '  where $dutch and platform is "iOS"' end), "its condition is typed", lines())

  -- A quick fix, chosen from the list.
  press("gg/nwe<CR>:lua vim.lsp.buf.code_action()<CR>")
  choose()
  ok(wait(function() return lines()[4] == "sums: users new" end), "a quick fix is applied", lines())
  ok(is_said({}), "the mistake is gone", said())

  -- Inlay hints, where there are any.
  if lua("return vim.fn.has('nvim-0.10') == 1") then
    local hints = wait(function()
      return lua([[
        return vim.tbl_map(function(it) return it.inlay_hint.label end, vim.lsp.inlay_hint.get({ bufnr = 0 }))]])
    end)
    ok(vim.tbl_contains(hints, "cost 360"), "the cost stands behind the query", hints)
  else
    say("# this Neovim has no inlay hints")
  end

  -- A code lens, run: the URL is copied.
  press("gg/funnel<CR>")
  local lenses = wait(function() return lua("return vim.tbl_map(function(it) return it.command and it.command.title end, vim.lsp.codelens.get(0))") end)
  ok(vim.tbl_contains(lenses or {}, "Copy URL"), "lenses are shown", lenses)
  press(":lua vim.lsp.codelens.run()<CR>")
  choose()
  local copied = wait(function()
    local register = lua("return vim.fn.getreg('\"')")
    return register:find("^https://amplitude.com/api/2/funnels%?") and register
  end)
  ok(copied, "a lens copies the URL", lua("return vim.fn.getreg('\"')"))

  -- Rename across two files.
  press("<Esc>gg/dutch and<CR>:lua vim.lsp.buf.rename('nl')<CR>")
  ok(wait(function() return lines()[8] == '  where $nl and platform is "iOS"' end), "a name is renamed here", lines())
  local there = wait(function()
    local text = lua("return vim.api.nvim_buf_get_lines(vim.fn.bufnr('names.amq'), 0, -1, false)")
    return text[1] == 'let $nl = where country is "NL"' and text
  end)
  ok(there, "and in the file that defines it")

  -- Format on save.
  press("ggGo<CR><C-u>users   new   last  7d<Esc>")
  ok(wait(function() return vim.tbl_contains(lines(), "users   new   last  7d") end), "typed", lines())
  press(":write<CR>")
  local written = wait(function()
    local text = vim.fn.readfile(workspace .. "/a.amq")
    return vim.tbl_contains(text, "users new last 7d") and text
  end)
  ok(written, "a file is formatted when it is saved", vim.fn.readfile(workspace .. "/a.amq"))
  press(":wall<CR>")
  ok(is_said({}), "no mistake is left", said())

  -- The end.
  pcall(press, ":quitall!<CR>")
  ok(wait(function() return ended end) == 0, "Neovim ends", ended)
end

local good, problem = xpcall(main, debug.traceback)
if not good then
  ok(false, "the test runs to its end", problem)
end
say(string.format("%d passed, %d failed", passed, failed))
vim.cmd((failed > 0 or passed == 0) and "cquit 1" or "qall!")
