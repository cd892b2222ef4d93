// A value of the configuration in force as the API shows it.

using Weir.Configuration.Origins;

namespace Weir.Admin.Views;

/// <summary><see cref="Origin"/> is <c>file</c>, <c>commandLine</c>, <c>loadBalancer</c> (set there for all clusters) or <c>default</c>;
/// <see cref="Line"/> is null where it is not from the file.</summary>
public sealed record ConfigValueView(string Path, string Value, string Origin, int? Line)
{
    public static ConfigValueView Of(ConfigValue value) =>
        new(
            value.Path,
            value.Value,
            value.Origin switch
            {
                ConfigValueOrigin.File => "file",
                ConfigValueOrigin.CommandLine => "commandLine",
                ConfigValueOrigin.LoadBalancer => "loadBalancer",
                _ => "default",
            },
            value.Line == 0 ? null : value.Line
        );
}
