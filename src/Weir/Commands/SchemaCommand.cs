// weir schema: the JSON Schema of the configuration, for editors.
using System.CommandLine;
using Weir.Configuration;

namespace Weir.Commands;

/// <summary><c>weir schema</c></summary>
internal static class SchemaCommand
{
    public static Command Build()
    {
        var command = new WeirCommand(
            "schema",
            "Print the JSON Schema of the configuration",
            """
            Editors that know JSON Schema complete and check the file with it: name the schema's file in its "$schema" key.

            Examples:
              weir schema > weir.schema.json
            """
        );
        command.SetAction(parsed =>
        {
            parsed.InvocationConfiguration.Output.WriteLine(ConfigSchema.Write().TrimEnd());
            return CommandLine.Ok;
        });
        return command;
    }
}
