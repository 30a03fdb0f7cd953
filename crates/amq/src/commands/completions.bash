
# `:` ends a word for bash, so that labels behind `file.amq:` are words of their own.
_amq_or_label() {
    local line="${COMP_LINE:0:COMP_POINT}" word before="" labels
    word="${line##*[[:space:]]}"
    if [[ "$word" != *.amq:* || ! -r "${word%:*}" ]]; then
        _amq "$@"
        return
    fi
    labels="$(sed -nE 's/^([A-Za-z_][A-Za-z0-9_-]*):([^:].*)?$/\1/p' "${word%:*}")"
    [[ "$COMP_WORDBREAKS" == *:* ]] || before="${word%:*}:"
    COMPREPLY=($(compgen -P "$before" -W "$labels" -- "${word##*:}"))
}
