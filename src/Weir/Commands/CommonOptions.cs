// Options that more than one command has; each command gets instances of its own.
using System.Collections.Immutable;
using System.CommandLine;
using Weir.Proxy.Configuration;

namespace Weir.Commands;

/// <summary>Builds options that read alike everywhere.</summary>
internal static class CommonOptions
{
    public const string ConfigName = "--config";

    public static Option<string?> Config(
        string description = "The configuration (default: ./weir.json, then /etc/weir/weir.json)"
    ) => new(ConfigName, "-c") { HelpName = "FILE", Description = description };

    public static Option<string?> Admin() =>
        new("--admin")
        {
            HelpName = "HOST:PORT",
            Description = "The admin API (default: what -c FILE says, else 127.0.0.1:9001)",
        };

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
