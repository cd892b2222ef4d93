// Writes the commands of the program with their options, as the command line itself knows them, for the manual page.
using System.CommandLine;
using System.Globalization;
using System.Text;
using Weir.Commands;

namespace Weir.Tests.Docs;

internal static class CommandReference
{
    public static string Manual()
    {
        var text = new StringBuilder();
        foreach (Command command in CommandLine.Build().Subcommands.Where(c => !c.Hidden))
        {
            text.Append(CultureInfo.InvariantCulture, $".TP\n.B weir {command.Name}");
            foreach (Argument argument in command.Arguments)
            {
                text.Append(
                    CultureInfo.InvariantCulture,
                    $" \\fI{Roff(argument.HelpName ?? argument.Name)}\\fR"
                );
            }

            text.Append(CultureInfo.InvariantCulture, $"\n{Roff(command.Description!)}.\n");
            Option[] options = [.. command.Options.Where(o => !o.Hidden && o.Name != "--help")];
            text.Append(options.Length > 0 ? ".RS\n" : "");
            foreach (Option option in options)
            {
                string names = string.Join(", ", option.Aliases.Append(option.Name));
                string value = option.HelpName is null ? "" : $" \\fI{Roff(option.HelpName)}\\fR";
                text.Append(
                    CultureInfo.InvariantCulture,
                    $".TP\n.B {Roff(names)}{value}\n{Roff(option.Description!)}.\n"
                );
            }

            text.Append(options.Length > 0 ? ".RE\n" : "");
        }

        return text.ToString();
    }

    private static string Roff(string text) =>
        text.TrimEnd('.')
            .Replace("\\", "\\e", StringComparison.Ordinal)
            .Replace("-", "\\-", StringComparison.Ordinal);
}
