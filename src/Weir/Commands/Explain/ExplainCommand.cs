// weir explain: what would happen to a request, and why.
using System.CommandLine;
using System.Net;
using System.Text.Json;
using Weir.Commands.Instance;
using Weir.Configuration.Listeners;
using Weir.Proxy.Explain;
using Weir.Proxy.Primitives;

namespace Weir.Commands.Explain;

/// <summary><c>weir explain -c FILE METHOD URL [-H NAME:VALUE]… [--client IP] [--listener NAME] [--live] [-o json]</c></summary>
internal sealed class ExplainCommand
{
    private readonly Argument<string> _method = new("METHOD")
    {
        Description = "Such as GET; of no account for a tcp listener",
    };

    private readonly Argument<string> _url = new("URL")
    {
        Description = "http://HOST:PORT/PATH, tcp://HOST:PORT, or a PATH alone with --listener",
    };

    private readonly Option<string[]> _fields = new("--header", "-H")
    {
        HelpName = "NAME:VALUE",
        Description = "A field of the request (repeatable); Host takes the place of the URL's",
    };

    private readonly Option<string> _client = new("--client")
    {
        HelpName = "IP",
        Description = "Whose request it is",
        DefaultValueFactory = static _ => "127.0.0.1",
    };

    private readonly Option<string?> _listener = new("--listener")
    {
        HelpName = "NAME",
        Description = "The listener, where the URL does not say",
    };

    private readonly Option<bool> _live = new("--live")
    {
        Description = "Ask the running Weir for its configuration and its backends",
    };

    private readonly Option<string?> _config = CommonOptions.Config();
    private readonly Option<string?> _admin = CommonOptions.Admin();

    private ExplainCommand()
    {
        AdminTarget.Validate(_admin);
        _client.Validators.Add(static result =>
        {
            string text = result.Tokens.Count > 0 ? result.Tokens[0].Value : "127.0.0.1";
            if (!IPAddress.TryParse(text, out _))
            {
                result.AddError($"--client takes an IP address, not \"{text}\"");
            }
        });
    }

    public static Command Build()
    {
        var self = new ExplainCommand();
        var command = new WeirCommand(
            "explain",
            "Say where a request would go, and why nowhere else",
            """
            The parts of the data plane decide, on a replica: nothing is sent. The URL's port leads to the listener, and its address where it
            is an IP address; names are not looked up. A URL without a port leads to port 80, else to the only http listener. Where several
            listeners match, the first in the file is taken and the others are named. -H is sent as it is, malformed or not.

            Examples:
              weir explain -c weir.json GET http://127.0.0.1:9000/v1/users -H Host:api.example.com
              weir explain -c weir.json POST /v1/users --listener web --client 10.1.2.3 -o json
              weir explain --live GET http://127.0.0.1:9000/
            """
        )
        {
            self._method,
            self._url,
            self._fields,
            self._client,
            self._listener,
            self._live,
            self._config,
            self._admin,
        };
        ResultFormat format = ResultFormat.AddTo(command);
        command.SetAction(parsed => self.Run(parsed, format.IsJson(parsed)));
        return command;
    }

    private int Run(ParseResult parsed, bool asJson)
    {
        TextWriter error = parsed.InvocationConfiguration.Error;
        var request = ExplainRequest.TryParse(
            parsed.GetRequiredValue(_method),
            parsed.GetRequiredValue(_url),
            parsed.GetValue(_fields) ?? [],
            out string? problem
        );
        if (request is null)
        {
            error.WriteLine("weir: " + problem);
            return CommandLine.WrongUsage;
        }

        if (ExplainSource.Find(Given(parsed), error) is not { } source)
        {
            return CommandLine.Failed;
        }

        var listener = ListenerChoice.Of(source.Config, request, parsed.GetValue(_listener));
        if (listener.Index < 0)
        {
            error.WriteLine("weir: " + listener.Reason);
            return CommandLine.Failed;
        }

        Explanation decided = Decide(source, listener.Index, request, parsed.GetValue(_client)!); // it has a default
        var view = new ExplainView(
            source.Name,
            listener.Reason,
            decided,
            ExplainSettings.Of(source.Config, source.Origins, listener.Index, decided.Cluster)
        );
        TextWriter output = parsed.InvocationConfiguration.Output;
        if (asJson)
        {
            output.WriteLine(JsonSerializer.Serialize(view, CommandJson.Readable.ExplainView));
        }
        else
        {
            new ExplainText(view, output).Print();
        }

        return CommandLine.Ok;
    }

    private ExplainGiven Given(ParseResult parsed) =>
        new(parsed.GetValue(_config), parsed.GetValue(_admin), parsed.GetValue(_live));

    private static Explanation Decide(
        ExplainSource source,
        int listener,
        ExplainRequest request,
        string client
    )
    {
        var explainer = new Explainer(source.Config, source.Conditions);
        ListenerConfig at = source.Config.Listeners[listener];
        return at.Mode == ProxyMode.Tcp
            ? explainer.Tcp(listener)
            : explainer.Http(
                listener,
                SocketEndpoint.FromAddress(IPAddress.Parse(client), 0),
                request.ToBytes(at.Address.Text)
            );
    }
}
