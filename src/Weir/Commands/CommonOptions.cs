// Options that more than one command has; each command gets instances of its own.
using System.Collections.Immutable;
using System.CommandLine;
using System.Text.Json;
using Weir.Admin.Views;
using Weir.Configuration;
using Weir.Configuration.Source;

namespace Weir.Commands;

/// <summary>Builds options that read alike everywhere.</summary>
internal static class CommonOptions
{
    public const string ConfigName = "--config";

    public static Option<string?> Config(
        string description = "The configuration (default: ./weir.json, then /etc/weir/weir.json)"
    ) => new(ConfigName, "-c") { HelpName = "FILE", Description = description };

    /// <summary>The configuration without <c>-c</c>, for those who have a file in mind.</summary>
    public static Argument<string?> File() =>
        new("FILE")
        {
            Description = "The configuration; the same as -c FILE",
            Arity = ArgumentArity.ZeroOrOne,
        };

    /// <summary>Refuses a command line on which both forms stand, and a misspelt option that was taken for a file.</summary>
    public static void CheckFile(Command command, Argument<string?> file, Option<string?> config) =>
        command.Validators.Add(result =>
        {
            if (result.GetValue(file) is not { } given)
            {
                return;
            }

            if (given.StartsWith('-'))
            {
                string? meant = NearestName.Find(given, command.Options.Select(o => o.Name));
                string hint = meant is null ? "" : $" Did you mean '{meant}'?";
                result.AddError(
                    $"'{given}' was not matched.{hint} A file of that name is ./{given}"
                );
            }
            else if (result.GetValue(config) is { } other)
            {
                result.AddError(
                    $"the configuration is given twice, as {given} and as -c {other}; keep one"
                );
            }
        });

    public static Option<string?> Admin() =>
        new("--admin")
        {
            HelpName = "HOST:PORT",
            Description =
                "The admin API (default: what -c FILE or WEIR_ADMIN says, else 127.0.0.1:9001)",
        };

    public static Option<string?> Reason() =>
        new("--reason") { HelpName = "TEXT", Description = "Why, for the log and the doctor" };

    /// <summary>The body that carries <see cref="Reason"/>; null without one.</summary>
    public static string? ReasonBody(string? reason) =>
        reason is null
            ? null
            : JsonSerializer.Serialize(new ReasonRequest(reason), CommandJson.Lines.ReasonRequest);

    public static Option<string[]> Set()
    {
        var option = new Option<string[]>("--set")
        {
            HelpName = "path=value",
            Description =
                "Set one value of the configuration, such as listeners.0.mode=http (repeatable)",
            AllowMultipleArgumentsPerToken = false,
        };
        option.Validators.Add(static result =>
        {
            foreach (var token in result.Tokens)
            {
                if (ConfigOverride.TryParse(token.Value) is null)
                {
                    result.AddError(
                        $"--set takes path=value, such as shutdown.drainSeconds=5, not \"{token.Value}\""
                    );
                }
            }
        });
        return option;
    }

    /// <summary>The values of <see cref="Set"/>, which its validator has looked at.</summary>
    public static ImmutableArray<ConfigOverride> Overrides(string[]? values) =>
        [.. (values ?? []).Select(ConfigOverride.TryParse).OfType<ConfigOverride>()];
}
