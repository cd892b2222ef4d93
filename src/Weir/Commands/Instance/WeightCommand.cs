// weir weight: how much work a backend gets beside the others.
using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Weir.Admin.Views;
using Weir.Commands.Completion;
using Weir.Configuration;

namespace Weir.Commands.Instance;

/// <summary><c>weir weight CLUSTER/BACKEND N [--reason TEXT]</c></summary>
internal static class WeightCommand
{
    public static Command Build()
    {
        Argument<string> backend = BackendArgument.Build();
        var weight = new Argument<int>("N")
        {
            Description = "Its share of new work beside the others'; 0: no new work",
        };
        weight.Validators.Add(static result =>
        {
            string text = result.Tokens.Count > 0 ? result.Tokens[0].Value : "";
            bool isGood =
                int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
                && number <= Limits.MaxWeight;
            if (!isGood)
            {
                result.AddError(
                    $"a weight is a whole number from 0 to {Limits.MaxWeight}, not \"{text}\""
                );
            }
        });
        Option<string?> reason = CommonOptions.Reason();
        var command = new WeirCommand(
            "weight",
            "Change a backend's share of new work",
            """
            It holds until the process ends, or until a reload brings another weight for that backend.

            Examples:
              weir weight default/127.0.0.1:9100 10
              weir weight web/10.0.0.7:80 0 --reason "disk is full"
            """
        )
        {
            backend,
            weight,
            reason,
        };
        ResultFormat format = ResultFormat.AddTo(command);
        AdminCommand admin = AdminCommand.Extend(
            command,
            (client, parsed) =>
            {
                string name = parsed.GetRequiredValue(backend);
                string request = JsonSerializer.Serialize(
                    new WeightRequest(parsed.GetValue(weight), parsed.GetValue(reason)),
                    CommandJson.Lines.WeightRequest
                );
                string path = BackendArgument.Path(name, "weight");
                if (client.Send(HttpMethod.Put, path, out _, request) is not { } body)
                {
                    return CommandLine.Failed;
                }

                BackendView? now = AdminClient.Parse(body, CommandJson.Default.BackendView);
                parsed.InvocationConfiguration.Output.WriteLine(
                    format.IsJson(parsed) ? body
                    : now is null ? $"{name}: weight {parsed.GetValue(weight)}"
                    : $"{name}: weight {now.Weight} ({now.Health}, {now.State}, {now.InUse} in use)"
                );
                return CommandLine.Ok;
            }
        );
        BackendNames.Complete(backend, admin);
        return command;
    }
}
