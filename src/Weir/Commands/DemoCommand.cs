// weir demo: from the command line to the scenario.
using System.CommandLine;
using System.Globalization;
using Weir.Demo;

namespace Weir.Commands;

/// <summary><c>weir demo [--seconds N] [--set path=value]…</c></summary>
internal static class DemoCommand
{
    private const int DefaultSeconds = 30;

    public static Command Build()
    {
        var seconds = new Option<int>("--seconds")
        {
            HelpName = "N",
            Description = "How long to run; 0: until Ctrl-C",
            DefaultValueFactory = static _ => DefaultSeconds,
        };
        seconds.Validators.Add(static result =>
        {
            string text = result.Tokens.Count > 0 ? result.Tokens[0].Value : "0";
            if (!int.TryParse(text, CultureInfo.InvariantCulture, out int value) || value < 0)
            {
                result.AddError(
                    $"--seconds takes a whole number from 0 to {int.MaxValue}, not \"{text}\""
                );
            }
        });
        Option<string[]> set = CommonOptions.Set();
        var command = new WeirCommand(
            "demo",
            "Watch a backend die and come back under traffic; nothing else is needed",
            """
            Weir listens on 127.0.0.1:9000, its dashboard is on 127.0.0.1:9001, the backends are on 9100 to 9102. --set can move the ports.

            Examples:
              weir demo --seconds 0
              weir demo --set listen.port=8000 --set admin.address=127.0.0.1:8001
            """
        )
        {
            seconds,
            set,
        };
        command.SetAction(parsed =>
            DemoScenario.Run(
                new DemoOptions
                {
                    Seconds = parsed.GetValue(seconds),
                    Sets = CommonOptions.Overrides(parsed.GetValue(set)),
                },
                parsed.InvocationConfiguration.Output,
                parsed.InvocationConfiguration.Error
            )
        );
        return command;
    }
}
