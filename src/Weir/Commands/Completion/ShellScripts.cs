// The functions that shells load. All ask the program itself what may follow (`weir "[suggest:COLUMN]" LINE`), so that they never
// fall behind it; the names of files are the shell's own business.
namespace Weir.Commands.Completion;

/// <summary>One text a shell.</summary>
internal static class ShellScripts
{
    // Bash takes ":" for the end of a word: what stands before it on the line must not come again (COMP_WORDBREAKS in bash(1)).
    private const string Bash = """
        # Completion of weir for bash.
        _weir() {
          local line="${COMP_LINE:0:COMP_POINT}" word="" before="" i
          word="${line##*[[:space:]]}"
          before="${line%"$word"}"
          before="${before%"${before##*[![:space:]]}"}"
          before="${before##*[[:space:]]}"
          if [[ "$before" == -c || "$before" == --config || ( "$before" == @(run|check) && "$word" != -* ) ]]; then
            compopt -o filenames 2> /dev/null
            mapfile -t COMPREPLY < <(compgen -f -- "$word")
            return
          fi
          mapfile -t COMPREPLY < <(compgen -W "$("${COMP_WORDS[0]}" "[suggest:${#line}]" "$line" 2> /dev/null)" -- "$word")
          if [[ "$word" == *:* && "$COMP_WORDBREAKS" == *:* ]]; then
            local head="${word%"${word##*:}"}"
            for i in "${!COMPREPLY[@]}"; do COMPREPLY[i]="${COMPREPLY[i]#"$head"}"; done
          fi
        }
        complete -F _weir weir

        """;

    private const string Zsh = """
        #compdef weir
        # Completion of weir for zsh.
        _weir() {
          local line="${BUFFER[1,CURSOR]}"
          if [[ "${words[CURRENT-1]}" == (-c|--config|run|check) && "${words[CURRENT]}" != -* ]]; then
            _files
            return
          fi
          local -a found
          found=("${(@f)$(${words[1]} "[suggest:${#line}]" "$line" 2> /dev/null)}")
          compadd -a -- found
        }
        if [[ "${funcstack[1]}" == _weir ]]; then _weir "$@"; else compdef _weir weir; fi

        """;

    private const string Fish = """
        # Completion of weir for fish.
        function __weir_complete
          set -l line (commandline -cp)
          weir "[suggest:"(string length -- "$line")"]" "$line" 2> /dev/null
        end
        complete -c weir -f -a "(__weir_complete)"
        complete -c weir -n "__fish_seen_subcommand_from run check" -F
        complete -c weir -s c -l config -r -F -d "The configuration"

        """;

    public static IReadOnlyList<string> Shells { get; } = ["bash", "zsh", "fish"];

    public static string Of(string shell) =>
        shell switch
        {
            "bash" => Bash,
            "zsh" => Zsh,
            "fish" => Fish,
            _ => throw new ArgumentOutOfRangeException(nameof(shell)),
        };
}
