-- amq in Neovim 0.7 and newer: copy this file to ~/.config/nvim/plugin/amq.lua.
--
-- Options, to be set before it is loaded:
--   vim.g.amq_cmd             how the server is started; default { "amq", "lsp" }
--   vim.g.amq_settings        e.g. { inlayHints = { dates = false }, codeLens = { enable = true } }
--   vim.g.amq_format_on_save  default true

if vim.g.loaded_amq then
  return
end
vim.g.loaded_amq = true

local group = vim.api.nvim_create_augroup("amq", {})

local function on(events, buffer, callback)
  vim.api.nvim_create_autocmd(events, { group = group, buffer = buffer, callback = callback })
end

-- The folder with the settings, or that of the repository, or that of the file.
local function root(file)
  for _, marker in ipairs({ "amq.toml", ".git" }) do
    local folder = vim.fn.fnamemodify(file, ":p:h")
    while true do
      if vim.loop.fs_stat(folder .. "/" .. marker) then
        return folder
      end
      local parent = vim.fn.fnamemodify(folder, ":h")
      if parent == folder then
        break
      end
      folder = parent
    end
  end
  return vim.fn.fnamemodify(file, ":p:h")
end

-- Copies what a lens gives: a URL, or a curl command. The cost is only shown.
local function run(command, context)
  local of = vim.deepcopy(command.arguments[1])
  of.show = nil
  local client = vim.lsp.get_client_by_id(context.client_id)
  local params = { command = command.command, arguments = { of } }
  client.request("workspace/executeCommand", params, function(problem, answer)
    if problem then
      vim.notify(problem.message, vim.log.levels.ERROR)
    elseif type(answer) == "table" then
      vim.notify(answer.text)
    elseif type(answer) == "string" then
      vim.fn.setreg('"', answer)
      pcall(vim.fn.setreg, "+", answer)
      vim.notify("copied " .. answer)
    end
  end, context.bufnr)
end

vim.lsp.commands["amq.compile"] = run
vim.lsp.commands["amq.cost"] = run

local function attached(client, buffer)
  vim.bo[buffer].omnifunc = "v:lua.vim.lsp.omnifunc"
  vim.bo[buffer].tagfunc = "v:lua.vim.lsp.tagfunc"
  vim.keymap.set("n", "K", vim.lsp.buf.hover, { buffer = buffer, desc = "What it means, and what it costs" })
  local function refresh()
    if vim.api.nvim_get_current_buf() == buffer then
      vim.lsp.codelens.refresh(vim.fn.has("nvim-0.10") == 1 and { bufnr = buffer } or nil)
    end
  end
  refresh()
  on({ "BufEnter", "InsertLeave", "TextChanged" }, buffer, refresh)
  if vim.lsp.inlay_hint and vim.fn.has("nvim-0.10") == 1 then
    vim.lsp.inlay_hint.enable(true, { bufnr = buffer })
  end
  if vim.g.amq_format_on_save ~= false then
    on("BufWritePre", buffer, function()
      if vim.lsp.buf.format then
        vim.lsp.buf.format({ bufnr = buffer, id = client.id, timeout_ms = 2000 })
      else
        vim.lsp.buf.formatting_sync(nil, 2000)
      end
    end)
  end
end

local clients = {} -- by folder, where Neovim does not share them itself

local function start(buffer)
  local folder = root(vim.api.nvim_buf_get_name(buffer))
  local config = {
    name = "amq",
    cmd = vim.g.amq_cmd or { "amq", "lsp" },
    root_dir = folder,
    init_options = vim.g.amq_settings,
    capabilities = vim.lsp.protocol.make_client_capabilities(),
    on_attach = attached,
  }
  if vim.fn.executable(config.cmd[1]) == 0 then
    vim.notify_once("`" .. config.cmd[1] .. "` is not installed; see vim.g.amq_cmd", vim.log.levels.WARN)
  elseif vim.lsp.start then
    vim.lsp.start(config, { bufnr = buffer })
  else
    local known = clients[folder] and vim.lsp.get_client_by_id(clients[folder])
    if not known or known.is_stopped() then
      clients[folder] = vim.lsp.start_client(config)
    end
    vim.lsp.buf_attach_client(buffer, clients[folder])
  end
end

vim.api.nvim_create_autocmd({ "BufRead", "BufNewFile" }, {
  group = group,
  pattern = "*.amq",
  callback = function()
    vim.bo.filetype = "amq"
  end,
})

vim.api.nvim_create_autocmd("FileType", {
  group = group,
  pattern = "amq",
  callback = function(event)
    vim.bo[event.buf].commentstring = "# %s"
    vim.bo[event.buf].comments = ":#"
    vim.bo[event.buf].shiftwidth = 2
    vim.bo[event.buf].expandtab = true
    start(event.buf)
  end,
})
