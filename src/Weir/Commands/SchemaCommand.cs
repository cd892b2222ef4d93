// weir schema: the JSON Schema of the configuration, for editors.
using System.CommandLine;
using Weir.Proxy.Configuration;

namespace Weir.Commands;

/// <summary><c>weir schema</c></summary>
internal static class SchemaCommand
{
    public static Command Build()
    {
        var command = new Command("schema", "Print the JSON Schema of the configuration");
        command.SetAction(parsed =>
        {
            parsed.InvocationConfiguration.Output.WriteLine(ConfigSchema.Write().TrimEnd());
            return CommandLine.Ok;
        });
        return command;
    }
}
