// weir failures: what went wrong lately in a running Weir, and how it came to that.
using System.CommandLine;
using System.Globalization;

namespace Weir.Commands.Instance;

/// <summary><c>weir failures [--limit N] [-o json]</c></summary>
internal static class FailuresCommand
{
    private const int DefaultLimit = 10;

    public static Command Build()
    {
        var limit = new Option<int>("--limit")
        {
            Description = "How many, the newest first",
            HelpName = "N",
            DefaultValueFactory = _ => DefaultLimit,
        };
        limit.Validators.Add(result =>
        {
            if (
                result.Tokens is [var token]
                && !(int.TryParse(token.Value, CultureInfo.InvariantCulture, out int n) && n > 0)
            )
            {
                result.AddError(
                    $"--limit takes a whole number from 1 to {int.MaxValue}, not '{token.Value}'."
                );
            }
        });
        var command = new WeirCommand(
            "failures",
            "Show the last failures with the steps that led there",
            """
            The last ones of each error code are kept, so that many of one kind hide no other. Request ids are those of the access log.

            Examples:
              weir failures
              weir failures --limit 1 -o json
            """
        )
        {
            limit,
        };
        ResultFormat format = ResultFormat.AddTo(command);
        AdminCommand.Extend(
            command,
            (client, parsed) =>
            {
                TextWriter output = parsed.InvocationConfiguration.Output;
                string path = $"api/v1/failures?limit={parsed.GetValue(limit)}";
                if (client.Send(HttpMethod.Get, path) is not { } body)
                {
                    return CommandLine.Failed;
                }

                if (format.IsJson(parsed))
                {
                    output.WriteLine(body);
                    return CommandLine.Ok;
                }

                if (client.ParseOrTell(body, CommandJson.Default.FailureViewArray) is not { } found)
                {
                    return CommandLine.Failed;
                }

                FailureText.Print(found, output);
                return CommandLine.Ok;
            }
        );
        return command;
    }
}
