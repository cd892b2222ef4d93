// weir top: what a running Weir is doing, again and again.
using System.CommandLine;
using System.Globalization;
using Weir.Commands.Instance;

namespace Weir.Commands.Top;

/// <summary><c>weir top [--interval SECONDS] [--count N] [-o json]</c></summary>
internal static class TopCommand
{
    public static Command Build()
    {
        var interval = new Option<double>("--interval", "-i")
        {
            HelpName = "SECONDS",
            Description = "Time between two looks (0.1 to 3600)",
            DefaultValueFactory = static _ => 1,
        };
        interval.Validators.Add(static result =>
        {
            string text = result.Tokens.Count > 0 ? result.Tokens[0].Value : "1";
            bool isNumber = double.TryParse(text, CultureInfo.InvariantCulture, out double value);
            if (!isNumber || !(value >= 0.1 && value <= 3600))
            {
                result.AddError($"--interval takes seconds from 0.1 to 3600, not \"{text}\"");
            }
        });
        var count = new Option<int>("--count", "-n")
        {
            HelpName = "N",
            Description = "End after so many pictures; 0: go on",
        };
        count.Validators.Add(static result =>
        {
            string text = result.Tokens.Count > 0 ? result.Tokens[0].Value : "0";
            if (!int.TryParse(text, CultureInfo.InvariantCulture, out int value) || value < 0)
            {
                result.AddError(
                    $"--count takes a whole number from 0 to {int.MaxValue}, not \"{text}\""
                );
            }
        });
        var command = new WeirCommand(
            "top",
            "Watch what a running Weir is doing",
            """
            On a terminal the picture stays in place; q or Ctrl-C ends it. Backends that need a look come first: not usable ones, then the
            busiest. To a file or a pipe each picture is printed below the last one, with -o json as one line.

            Examples:
              weir top
              weir top --interval 5 -c /etc/weir/weir.json
              weir top -n 1 -o json | jq .clusters
            """
        )
        {
            interval,
            count,
        };
        ResultFormat format = ResultFormat.AddTo(command);
        AdminCommand.Extend(
            command,
            (client, parsed) =>
            {
                using var loop = new TopLoop(client, parsed.InvocationConfiguration.Output)
                {
                    Interval = TimeSpan.FromSeconds(parsed.GetValue(interval)),
                    Count = parsed.GetValue(count),
                    AsJson = format.IsJson(parsed),
                };
                return loop.Run();
            }
        );
        return command;
    }
}
