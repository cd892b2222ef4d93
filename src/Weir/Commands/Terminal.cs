// Where tables go: a terminal with colours, or a plain stream without. NO_COLOR (no-color.org) takes the colours away.
using Spectre.Console;

namespace Weir.Commands;

/// <summary>Opens consoles for outputs of commands.</summary>
internal static class Terminal
{
    /// <summary>Wide enough for every column when nobody says how wide the output is.</summary>
    private const int PlainWidth = 200;

    /// <summary>Whether a person looks at it on a screen.</summary>
    public static bool IsScreen(TextWriter output) =>
        output == Console.Out && !Console.IsOutputRedirected;

    public static IAnsiConsole Open(TextWriter output, int? width = null)
    {
        bool isScreen = IsScreen(output);
        bool isColored =
            isScreen && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        IAnsiConsole console = AnsiConsole.Create(
            new AnsiConsoleSettings
            {
                Out = new AnsiConsoleOutput(output),
                Ansi = isScreen ? AnsiSupport.Detect : AnsiSupport.No,
                ColorSystem = isColored ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
                Interactive = InteractionSupport.No,
            }
        );
        if (width is not null || !isScreen)
        {
            console.Profile.Width = width ?? PlainWidth;
        }

        return console;
    }
}
