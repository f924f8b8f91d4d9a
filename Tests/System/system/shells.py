"""What the shells offer when somebody presses Tab, asked as each shell would itself."""

from .container import Container

BASH = r"""
source /usr/share/bash-completion/bash_completion
COMP_LINE=$1 COMP_POINT=${#1}
read -ra COMP_WORDS <<<"$COMP_LINE"
COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
_completion_loader "${COMP_WORDS[0]}"
[[ $(complete -p "${COMP_WORDS[0]}") =~ -F\ ([^ ]+) ]]
"${BASH_REMATCH[1]}" "${COMP_WORDS[0]}" "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
printf '%s\n' "${COMPREPLY[@]}"
"""

# An interactive shell on a terminal of its own completes the line, and says then what stands there. ("LI" and "NE" are
# apart, because the terminal echoes the definition too.)
ZSH = r"""
zmodload zsh/zpty
zpty shell zsh -f -i
zpty -w shell 'autoload -Uz compinit && compinit -D -u'
zpty -w shell 'line() { print -r -- "LI""NE=$BUFFER=" }; zle -N line; bindkey "^X" line'
zpty -w -n shell "$1"$'\t\x18'
zpty -r -m shell said '*LINE=*='
print -r -- ${${said##*LINE=}%%=*}
"""

FISH = "complete -C $argv[1]"


def complete(container: Container, shell: str, line: str) -> list[str]:
    """Return what the shell offers for the last word of `line`: the words, without their descriptions."""
    command = {
        "bash": ["bash", "-c", BASH, "bash", line],
        "zsh": ["zsh", "-f", "-c", ZSH, "zsh", line],
        "fish": ["fish", "-c", FISH, line],
    }[shell]
    offered = [text.split("\t")[0] for text in container.run(*command).stdout.splitlines()]
    return [text.split()[-1] for text in offered if text]
