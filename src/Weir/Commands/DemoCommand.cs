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
                result.AddError($"--seconds takes a whole number from 0, not \"{text}\"");
            }
        });
        Option<string[]> set = CommonOptions.Set();
        var command = new Command(
            "demo",
            "Watch a backend die and come back under traffic; nothing else is needed"
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
